import type { NextConfig } from "next";

// Pages and proxy on one origin, as behind your web server.
const config: NextConfig = {
  rewrites: async () => [{ source: "/api/ocr/:path*", destination: "http://127.0.0.1:8080/api/ocr/:path*" }],
};
export default config;
