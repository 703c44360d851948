import { expect, test } from "vitest";
import { parseAuthorizationError, toCallbackError } from "../../lib/connections/callback-error.ts";
import { Problem, type ProblemCode } from "../../lib/errors.ts";
import { type FailureKind, ProviderError } from "../../lib/http/provider-error.ts";
import { type CallbackError, FlowError } from "../../lib/oauth/flow-error.ts";

const closedSet: CallbackError[] = [
  "access_denied",
  "invalid_state",
  "expired",
  "wrong_browser",
  "provider_error",
  "provider_unavailable",
  "missing_scopes",
  "account_mismatch",
  "not_configured",
  "internal",
];

test.each(closedSet)("ends a flow with %s", (code) => {
  expect(toCallbackError(new FlowError(code))).toBe(code);
});

test("ends a flow with the outcome of an error that was wrapped", () => {
  const wrapError = (cause: Error) => new Error("outer", { cause });
  expect(toCallbackError(wrapError(new FlowError("expired")))).toBe("expired");
  expect(toCallbackError(wrapError(new ProviderError({ kind: "rate" })))).toBe("provider_unavailable");
});

test.each<[FailureKind, CallbackError]>([
  ["transient", "provider_unavailable"],
  ["rate", "provider_unavailable"],
  ["token", "provider_error"],
  ["reconnect", "provider_error"],
  ["config", "provider_error"],
  ["scope", "provider_error"],
  ["permanent", "provider_error"],
  ["absent", "provider_error"],
])("tells a provider's failure of class %s as %s", (failure, outcome) => {
  expect(toCallbackError(new ProviderError({ kind: failure }))).toBe(outcome);
});

test.each<[ProblemCode, CallbackError]>([
  ["not_configured", "not_configured"],
  ["provider_error", "provider_error"],
  ["provider_unavailable", "provider_unavailable"],
  ["internal", "internal"],
  ["not_found", "internal"],
  ["conflict", "internal"],
])("tells the problem %s as %s", (code, outcome) => {
  expect(toCallbackError(new Problem(code))).toBe(outcome);
});

test.each([
  ["an unknown error", new Error("password hunter2")],
  ["an error dressed as an outcome", Object.assign(new Error("flow ended: access_denied"), { name: "FlowError" })],
  ["a string", "access_denied"],
  ["nothing", undefined],
])("tells %s as internal", (_, thrown) => {
  expect(toCallbackError(thrown)).toBe("internal");
});

test.each([
  ["access_denied", "access_denied"],
  // OpenID Connect: the person has to sign in, choose or agree, and did not.
  ["interaction_required", "access_denied"],
  ["login_required", "access_denied"],
  ["consent_required", "access_denied"],
  ["account_selection_required", "access_denied"],
  // Google: the person's organization, or the browser, does not let the application in.
  ["admin_policy_enforced", "access_denied"],
  ["org_internal", "access_denied"],
  ["disallowed_useragent", "access_denied"],
  ["Access_Denied", "provider_error"],
  ["temporarily_unavailable", "provider_unavailable"],
  ["server_error", "provider_unavailable"],
  ["invalid_request", "provider_error"],
  ["unauthorized_client", "provider_error"],
  ["invalid_scope", "provider_error"],
  ["application_suspended", "provider_error"],
  ["<script>alert(1)</script>", "provider_error"],
  ["constructor", "provider_error"],
  ["", "provider_error"],
])("tells the provider's %j as %s", (error, outcome) => {
  expect(parseAuthorizationError(error)).toBe(outcome);
});
