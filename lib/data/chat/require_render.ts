import type { RenderMessages } from "../types.ts";

/**
 * The chat template itself.
 *
 * @throws {TypeError} If there is none; the message says where one comes from.
 */
export function requireRender(render: RenderMessages | undefined): RenderMessages {
  if (render) return render;
  throw new TypeError(
    'Cannot read a conversation as its messages need a chat template: give a model whose tokenizer_config.json has "chat_template", or --chat-template FILE',
  );
}
