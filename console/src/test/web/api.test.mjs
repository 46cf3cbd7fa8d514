import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { problemsOf } from "../../../lint-api.mjs";

const DOCUMENT = "../docs/openapi.yaml";

test("a linter finds nothing wrong with the API's document", async () => {
  expect(await problemsOf()).toEqual([]);
});

test("it would find what is", async () => {
  const broken = join(mkdtempSync(join(tmpdir(), "openapi-")), "openapi.yaml");
  writeFileSync(broken, readFileSync(DOCUMENT, "utf8").replace(/operationId: retireRelease/, "operationId: whoAmI").replace("#/components/schemas/RetireBody", "#/components/schemas/Nothing"));
  expect((await problemsOf(broken)).join("\n")).toMatch(/no-unresolved-refs/);
});
