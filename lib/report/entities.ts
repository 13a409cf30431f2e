/** The one doorway to `entities`, which escapes text for HTML; every other file takes it from here. */
export { escapeUTF8 } from "npm:entities@9.0.0";
