import { equal, throws } from "node:assert/strict";
import type { Message } from "../../../lib/data/mod.ts";
import { chatTemplate } from "../../../lib/tokens/mod.ts";
import { CASES, compiled, conversations, templateText } from "./_render.ts";

const TEA: readonly Message[] = [{ role: "user", content: "Tea?" }];

/** Where transformers lets a template leave out a message without a word, which is refused here. */
const SILENT = new Set(["zephyr.jinja 6", "llama2.jinja 6", "qwen2_5.jinja 6"]);

for (const name of new Set(CASES.map(({ template }) => template))) {
  Deno.test(`chatTemplate() renders ${name} as transformers does`, async () => {
    const render = await compiled(name);
    for (const { conversation, mode, text } of CASES.filter(({ template }) => template === name)) {
      const attempt = () => render(conversations[conversation]!, { [mode]: true });
      const what = `conversation ${conversation}, ${mode}`;
      if (SILENT.has(`${name} ${conversation}`)) {
        throws(attempt, { name: "TypeError" });
      } else if (typeof text === "string") {
        equal(attempt(), text, what);
      } else {
        throws(attempt, ({ name, message }: Error) => {
          equal(name, "TypeError");
          equal(message, `Cannot render messages as the chat template refuses them: ${text.error}`);
          return true;
        }, what);
      }
    }
  });
}

Deno.test("chatTemplate() without a clock knows no date, and takes that of the template", async () => {
  equal(
    chatTemplate(await templateText("dated.jinja"), { specialTokens: { bos_token: "<s>" } })(TEA),
    "<s>Today Date: 26 Jul 2024\n\nuser: Tea?\n",
  );
});

Deno.test("chatTemplate() renders the same messages the same each time, and leaves them as they are", async () => {
  const render = await compiled("qwen2_5.jinja");
  const before = JSON.stringify(TEA);
  equal(render(TEA, { continueFinalMessage: true }), render(TEA, { continueFinalMessage: true }));
  equal(render(TEA), render(TEA));
  equal(JSON.stringify(TEA), before);
});

Deno.test("chatTemplate() refuses a role that the template passes over", async () => {
  const render = await compiled("zephyr.jinja");
  throws(() => render([...TEA, { role: "critic", content: "Bad." }]), {
    name: "TypeError",
    message:
      'Cannot render messages as the chat template leaves out a message of the role "critic": give roles that it knows, such as user and assistant',
  });
});

Deno.test("chatTemplate() lets a template leave out thoughts and spell results as JSON", () => {
  const said = [{ role: "tool", content: 'a "b"' }, { role: "assistant", content: "<think>" }];
  equal(chatTemplate("{{ messages[0].content | tojson }}")(said), '"a \\"b\\""');
});

Deno.test("chatTemplate() says in one line why a template fails", () => {
  const failing = (template: string) => () => chatTemplate(template)(TEA);
  throws(failing("{{ raise_exception('No\n  tea') }}"), {
    name: "TypeError",
    message: "Cannot render messages as the chat template refuses them: No tea",
  });
  throws(failing("{{ messages[0].content + eos_token }}"), {
    name: "TypeError",
    message: /^Cannot render messages as the chat template refuses them: .*undefined/,
  });
  throws(failing("{% if %}"), {
    name: "SyntaxError",
    message: /^Cannot use the chat template as it is no valid Jinja: .+/,
  });
  throws(failing("{{ messages[0].content }}{% for %}"), { name: "SyntaxError" });
});

Deno.test("chatTemplate() refuses to continue what is not there", async () => {
  const render = await compiled("chatml.jinja");
  throws(() => render([], { continueFinalMessage: true }), {
    name: "TypeError",
    message: "Cannot continue the last message as there is none: give one or more",
  });
  throws(
    () =>
      chatTemplate("Hello.")([{ role: "assistant", content: "a" }], { continueFinalMessage: true }),
    {
      name: "TypeError",
      message:
        'Cannot continue the last message as the chat template leaves it out: its role is "assistant"',
    },
  );
});

Deno.test("chatTemplate() knows Python's strip, range and constants", () => {
  const written = (template: string) => chatTemplate(template)(TEA).slice("Tea?".length);
  const cases = {
    "{{ '\n\n a \n'.strip('\n') }}": " a ",
    "{{ '\n\n a \n'.lstrip('\n') }}": " a \n",
    "{{ 'xyzax'.rstrip('xz') }}": "xyza",
    "{{ 'xyx'.strip('xy') }}": "",
    "{{ ' a '.strip() + '|' + ' a '.lstrip() + '|' + ' a '.rstrip(none) }}": "a|a | a",
    "{% for i in range(3) %}{{ i }}{% endfor %}": "012",
    "{% for i in range(1, 6, 2) %}{{ i }}{% endfor %}": "135",
    "{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}": "321",
    "{{ True and not False and None is none }}": "True",
  };
  for (const [template, text] of Object.entries(cases)) {
    equal(
      written(`{{ messages[0].content }}${template}`).toLowerCase(),
      text.toLowerCase(),
      template,
    );
  }
});
