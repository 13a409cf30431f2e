/** Rows of messages, as `data` gives them. */
export { conversationPair } from "./conversation_pair.ts";
export { renderAnswers, type RenderedAnswers } from "./render_answers.ts";
