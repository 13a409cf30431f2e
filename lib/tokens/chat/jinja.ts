/** The one doorway to `@huggingface/jinja`; every other file takes it from here. */
export { Environment, Interpreter, parse, tokenize } from "npm:@huggingface/jinja@0.5.11";
