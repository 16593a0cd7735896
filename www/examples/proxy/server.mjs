// VERIHUBS_APP_ID=… VERIHUBS_API_KEY=… node server.mjs
import { createServer } from "node:http";
import { ocr } from "./proxy.mjs";

const server = createServer(ocr);
server.listen(process.env.PORT ?? 8081, "127.0.0.1", () => {
  console.log(`listening on port ${server.address().port}`);
});
