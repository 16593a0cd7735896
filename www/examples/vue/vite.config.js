import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// Pages and proxy on one origin, as behind your web server.
export default defineConfig({
  plugins: [vue()],
  server: { proxy: { "/api/ocr": "http://127.0.0.1:8080" } },
});
