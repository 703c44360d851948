// Figma's two error shapes (figma/rest-api-spec): most v1 routes answer `err`, 400s and OAuth answer `error: true`.
import { type Answer, jsonAnswer } from "../exchange.ts";

export function figmaError(status: number, err: string): Answer {
  return jsonAnswer({ status, err }, status);
}

export function figmaErrorWithMessage(status: number, message: string): Answer {
  return jsonAnswer({ error: true, status, message }, status);
}
