/** Chat templates, as `tokens` gives them. */
export { chatTemplate } from "./chat_template.ts";
export { loadChatTemplate } from "./load_chat_template.ts";
export { loadEndIds } from "./load_end_ids.ts";
export type * from "./types.ts";
