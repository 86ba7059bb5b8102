// express + express-session + connect-redis: who am I, by session cookie.
import { RedisStore } from "connect-redis";
import express from "express";
import session from "express-session";
import { createClient } from "redis";

const client = createClient({ url: process.env.REDIS_URL });
await client.connect();
const app = express();
app.disable("x-powered-by");
app.use(
  session({
    store: new RedisStore({ client }),
    secret: "a-secret-for-benchmarks-only-0123456789",
    resave: false,
    saveUninitialized: false,
  }),
);
app.post("/login", (request, response) => {
  request.session.user = { id: "1", email: "user@example.com", role: "user", full_name: "Demo User" };
  response.json({ ok: true });
});
app.get("/me", (request, response) => {
  if (!request.session.user) return response.status(401).json({ detail: "sign in" });
  response.json(request.session.user);
});
app.listen(Number(process.env.PORT), "127.0.0.1");
