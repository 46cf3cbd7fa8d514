// Lints the API's document with Redocly's rules, without a network: node lint-api.mjs [FILE]
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { lint, loadConfig } from "@redocly/openapi-core/lib/index.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A line for each thing that is wrong. */
export async function problemsOf(file = join(root, "docs/openapi.yaml")) {
  const config = await loadConfig({ configPath: join(root, "bin/lint-api.yaml") });
  return (await lint({ ref: file, config })).map(
    (each) => `${each.severity} ${each.ruleId} at ${each.location[0]?.pointer ?? "#"}: ${each.message}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const problems = await problemsOf(process.argv[2]);
  problems.forEach((each) => console.log(each));
  console.log(problems.length === 0 ? "nothing is wrong" : `${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
