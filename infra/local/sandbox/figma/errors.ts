// Figma's two error shapes (figma/rest-api-spec): most v1 routes answer `err`, 400s and OAuth answer `error: true`.
import { type Answer, json } from "../messages.ts";

export function refuse(status: number, err: string): Answer {
  return json({ status, err }, status);
}

export function refuseLoudly(status: number, message: string): Answer {
  return json({ error: true, status, message }, status);
}
