// The table of the WebSocket API: the actions of an open socket, and the consumer of the feed's stream.
import type { LambdaRow } from "./lambda-plan.ts";

/** One route: one of API Gateway's (`$connect` …), or the `action` of a message. */
export interface LiveRoute extends LambdaRow {
  readonly on: "$connect" | "$disconnect" | "$default" | "resume" | "ping";
}

// biome-ignore format: a table is read by its columns
export const liveRoutes: readonly LiveRoute[] = [
  { on: "$connect",    run: "live/connect",    permissions: ["jwt:configure", "jwt-secret:read", "origins:configure", "origin-secret:read", "sockets:write", "live:push"] },
  { on: "$disconnect", run: "live/disconnect", permissions: ["sockets:write"] },
  { on: "$default",    run: "live/default",    permissions: ["sockets:write", "live:push"] },
  { on: "resume",      run: "live/resume",     permissions: ["sockets:write", "live:push", "feed:read"] },
  { on: "ping",        run: "live/ping",       permissions: ["sockets:write", "live:push", "feed:read"] },
];

/** Assigns sequence numbers to new outbox rows and pushes them to users' sockets. */
export const feedConsumer = {
  run: "live/sequence-feed",
  batch: 100,
  timeout: 60,
  memory: 512,
  permissions: ["feed:consume", "feed:sequence", "sockets:write", "live:push", "channels:send", "notifications:send"],
} as const satisfies LambdaRow & { batch: number };

/** Every Lambda of the live stack. */
export const liveLambdas: readonly LambdaRow[] = [...liveRoutes, feedConsumer];
