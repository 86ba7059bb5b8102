// express + jose + pg: refresh with rotation, one conditional UPDATE.
import express from "express";
import { jwtVerify, SignJWT } from "jose";
import pg from "pg";

const key = new TextEncoder().encode("a-secret-for-benchmarks-only-0123456789");
const pool = new pg.Pool({ connectionString: process.env.PG_URL });
await pool.query("CREATE TABLE IF NOT EXISTS sessions (sid text PRIMARY KEY, gen int NOT NULL)");
const sign = (claims, life) =>
  new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setIssuedAt().setExpirationTime(life).sign(key);
const answer = async (sid, gen) => ({
  access_token: await sign({ sid, gen, sub: "1", role: "user" }, "15m"),
  refresh_token: await sign({ sid, gen, typ: "refresh" }, "7d"),
});
const app = express();
app.use(express.json());
app.post("/login", async (_request, response) => {
  const sid = crypto.randomUUID();
  await pool.query("INSERT INTO sessions VALUES ($1, 0)", [sid]);
  response.json(await answer(sid, 0));
});
app.post("/refresh", async (request, response) => {
  try {
    const { payload } = await jwtVerify(request.body.refresh_token, key);
    const found = await pool.query("UPDATE sessions SET gen = gen + 1 WHERE sid = $1 AND gen = $2 RETURNING gen", [
      payload.sid,
      payload.gen,
    ]);
    if (found.rowCount !== 1) return response.status(401).json({ detail: "reuse" });
    response.json(await answer(payload.sid, found.rows[0].gen));
  } catch {
    response.status(401).json({ detail: "invalid" });
  }
});
app.listen(Number(process.env.PORT), "127.0.0.1");
