import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: "src/main/web",
  base: "/console/",
  plugins: [react()],
  build: {
    outDir: "../../../target/classes/console",
    emptyOutDir: true,
    // Nothing is put into the page itself: its content policy would refuse it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: {
    // 'npm run dev' with the API of a running './blinktwice up'.
    proxy: { "/v1": "http://127.0.0.1:15080" },
  },
});
