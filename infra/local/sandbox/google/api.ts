// userinfo, Gmail and Calendar: checks tokens before it forwards to the emulator, which treats any token as the default user's.

import { type Answer, type Exchange, jsonAnswer, readBearer } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import { answerCalendar, type CalendarApi } from "./calendar.ts";
import { apiError } from "./errors.ts";
import { answerGmail, type Gmail } from "./gmail.ts";
import { getClaims } from "./identity.ts";

const prefix = "https://www.googleapis.com/auth/";

export async function answerApi(api: Gmail & CalendarApi, exchange: Exchange): Promise<Answer> {
  const { tokenState, grant } = api.state.grants.checkToken(readBearer(exchange) ?? "");
  if (tokenState !== "valid" || !grant) return unauthenticatedAnswer();
  const { path } = exchange;
  if (path === "/v1/userinfo") return answerUserinfo(grant);
  if (path.startsWith("/gmail/") || path.startsWith("/upload/gmail/")) {
    return mayUse(grant, "gmail.", "https://mail.google.com/")
      ? answerGmail(api, grant, exchange)
      : missingScopeAnswer();
  }
  if (path.startsWith("/calendar/") && !mayUse(grant, "calendar")) return missingScopeAnswer();
  const answer = answerCalendar(api, grant, exchange);
  return answer ?? api.emulator.forward(exchange, { headers: { authorization: `Bearer ${grant.inner}` } });
}

function answerUserinfo({ account, scopes }: Grant): Answer {
  const { sub, email, email_verified, ...profile } = getClaims(account);
  const mail = scopes.includes("email") || scopes.includes(`${prefix}userinfo.email`);
  const person = scopes.includes("profile") || scopes.includes(`${prefix}userinfo.profile`);
  return jsonAnswer({ sub, ...(mail ? { email, email_verified } : {}), ...(person ? profile : {}) });
}

function mayUse({ scopes }: Grant, area: string, whole?: string): boolean {
  return scopes.some((scope) => scope === whole || scope.startsWith(`${prefix}${area}`));
}

function unauthenticatedAnswer(): Answer {
  return apiError(401, "authError", "Request had invalid authentication credentials.");
}

function missingScopeAnswer(): Answer {
  const message = "Request had insufficient authentication scopes.";
  return apiError(403, "insufficientPermissions", message, [
    {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
      domain: "googleapis.com",
    },
  ]);
}
