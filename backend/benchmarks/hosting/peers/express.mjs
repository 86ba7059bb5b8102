// express.static, and a page with a nonce by a template string.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import express from "express";

const app = express();
app.disable("x-powered-by");
const parts = readFileSync(`${process.env.FILES}/page.html`, "utf8").split("NONCE");
app.get("/page", (request, response) => {
  response.type("html").send(parts.join(randomBytes(18).toString("base64url")));
});
app.use(express.static(process.env.FILES, { immutable: true, maxAge: "365d" }));
app.listen(Number(process.env.PORT), "127.0.0.1");
