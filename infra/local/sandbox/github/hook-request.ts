import { type Answer, type Exchange, json } from "../messages.ts";
import type { GithubEvents } from "./events.ts";
import type { Hooks } from "./hooks.ts";

export interface HookRequest {
  readonly hooks: Hooks;
  readonly events: GithubEvents;
  readonly exchange: Exchange;
  /** The API's origin. */
  readonly origin: string;
  readonly repository: string;
  /** The path below `…/hooks/`, split. */
  readonly rest: readonly string[];
}

export const notFound = (): Answer => json({ message: "Not Found", status: "404" }, 404);
