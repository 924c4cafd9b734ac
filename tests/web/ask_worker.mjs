// node ask_worker.mjs BUNDLE < questions: asks the built worker each question of a JSON list, prints the list of answers.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const questions = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
globalThis.self = globalThis;
globalThis.postMessage = (said) => answers.push(said);
await import(pathToFileURL(process.argv[2]));
for (const question of questions) await globalThis.onmessage({ data: question });
process.stdout.write(JSON.stringify(answers.map(({ answer, fault }) => answer ?? { fault })));
