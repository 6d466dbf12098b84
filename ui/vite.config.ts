import { defineConfig } from "vite";

// The server serves the output under /static/ and index.html at /. Nothing is inlined, so that a
// content security policy without 'unsafe-inline' holds.
export default defineConfig({
  base: "/static/",
  build: {
    outDir: "../src/steadyline/web/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    target: "es2022",
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:8000", ws: true } } },
});
