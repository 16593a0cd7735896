// VERIHUBS_APP_ID=… VERIHUBS_API_KEY=… node express.mjs
import express from "express";
import { isOcrError } from "periksa";
import { check, prepare } from "periksa/worker";
import { ocr } from "./proxy.mjs";

const KTP = { document: "ktp", vendor: "verihubs" };
const app = express();
// It reads the body by itself: no parser may come before it.
app.all("/api/ocr/verihubs/:document", ocr);

const picture = express.raw({ type: () => true, limit: "16mb" });
app.post("/check", picture, async ({ body }, response) => {
  const { ok, problems } = await check(body, KTP);
  response.status(ok ? 200 : 422).json(problems);
});
// Gives the file back upright, small and without its location.
app.post("/prepare", picture, async ({ body }, response) => {
  try {
    const { file, facts } = await prepare(body, KTP);
    response.type(facts.format).send(Buffer.from(await file.arrayBuffer()));
  } catch (error) {
    if (!isOcrError(error) || error.code !== "invalid_file") throw error;
    response.status(422).json(error.problems);
  }
});

const server = app.listen(process.env.PORT ?? 8081, "127.0.0.1", () => {
  console.log(`listening on port ${server.address().port}`);
});
