// What led the browser to this page: a plain visit, a sign-in, a provider's redirect or a reconnect link.

export type RedirectResult =
  | { readonly kind: "plain" }
  | {
      readonly kind: "reconnect";
      readonly provider: string;
      readonly account: string;
      readonly scopes: readonly string[];
    }
  | { readonly kind: "sign-in"; readonly answer: Readonly<Record<string, string>> }
  | { readonly kind: "connected"; readonly provider: string }
  | { readonly kind: "refused"; readonly provider: string; readonly code: string }
  | { readonly kind: "confirm"; readonly provider: string; readonly handle: string }
  /** An EHR opened the application; nothing has begun. */
  | { readonly kind: "launch"; readonly handle: string };

const providerPattern = /^[a-z][a-z0-9-]{0,31}$/;
const scopePattern = /^[\w.:/-]{1,128}$/;
const maxScopes = 50;
const handlePattern = /^[\w-]{20,200}$/;

/**
 * Parses the URL of the page. Malformed values count as absent, so a forged link can at most show one of the page's own
 * sentences.
 */
export function readRedirectResult(address: string): RedirectResult {
  const url = new URL(address);
  const query = url.searchParams;
  const launch = new URLSearchParams(url.hash.slice(1)).get("launch");
  if (launch !== null && url.search === "")
    return handlePattern.test(launch) ? { kind: "launch", handle: launch } : { kind: "plain" };
  const isLaunched = query.has("success") && query.has("integration_id");
  const provider = query.get(isLaunched ? "integration_id" : "provider") ?? "";
  const status = isLaunched ? readLaunchStatus(query) : query.get("status");
  if (!status && query.has("state")) return { kind: "sign-in", answer: Object.fromEntries(query) };
  if (!providerPattern.test(provider)) return { kind: "plain" };
  if (status === "success") return { kind: "connected", provider };
  if (status === "error") return { kind: "refused", provider, code: query.get("error") ?? "internal" };
  if (status === "confirm") return readConfirm(provider, new URLSearchParams(url.hash.slice(1)).get("handle") ?? "");
  const account = query.get("reconnect");
  const scopes = (query.get("scopes") ?? "").split(" ").filter((scope) => scopePattern.test(scope));
  return account ? { kind: "reconnect", provider, account, scopes: scopes.slice(0, maxScopes) } : { kind: "plain" };
}

/** How the flow of a launch ended, which is named after its provider. */
function readLaunchStatus(query: URLSearchParams): string {
  if (query.get("success") === "true") return "success";
  return query.get("error") === "confirm_required" ? "confirm" : "error";
}

function readConfirm(provider: string, handle: string): RedirectResult {
  return handlePattern.test(handle)
    ? { kind: "confirm", provider, handle }
    : { kind: "refused", provider, code: "invalid_state" };
}
