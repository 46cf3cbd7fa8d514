import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/test/web/**/*.test.ts"], environment: "node", pool: "threads" },
});
