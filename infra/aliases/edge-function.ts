// The CloudFront Function of the aliases, for viewer requests. `generate.ts` puts the stage's rules into it.
import { type AliasRules, refusalType, rewritePath, writeRefusal } from "./rewrite-path.ts";

/** Replaced by the rules when it is bundled. */
declare const stageRules: AliasRules;

/** What is read and changed of a viewer request: docs.aws.amazon.com, "CloudFront Functions event structure". */
export interface ViewerEvent {
  readonly context: { readonly requestId: string };
  readonly request: { readonly method: string; uri: string };
}

/** Returns the request to go on with, or the answer. The query is another member of the request, and stays as it is. */
export function handler(event: ViewerEvent): object {
  const request = event.request;
  const path = rewritePath(stageRules, request.method, request.uri);
  if (path === undefined) {
    return {
      statusCode: 400,
      statusDescription: "Bad Request",
      headers: { "content-type": { value: refusalType } },
      body: { encoding: "text", data: writeRefusal(event.context.requestId) },
    };
  }
  request.uri = path;
  return request;
}
