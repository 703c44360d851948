import { expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { fetchProvider } from "../../lib/http/provider-fetch.ts";
import { fc } from "../support/properties.ts";

const allowedOrigins = ["https://slack.com", "https://api.github.com"];

/** Tries a request. @returns whether it would have been sent, and if not, why */
async function attempt(url: string): Promise<string> {
  let sent = "refused";
  const fetch = async (target: string | URL | globalThis.Request) => {
    sent = `sent to ${target}`;
    return new Response("{}");
  };
  const error = await fetchProvider(url, {}, { allowedOrigins, fetch }).catch((thrown: unknown) => thrown);
  if (sent !== "refused") return sent;
  return findProviderError(error)?.code ?? (error instanceof TypeError ? "no URL" : "refused otherwise");
}

test("lets a configured host be reached", async () => {
  expect(await attempt("https://slack.com/api/auth.test")).toBe("sent to https://slack.com/api/auth.test");
});

test.each([
  "https://evil.example/",
  "https://slack.com.evil.example/",
  "https://evilslack.com/",
  "https://slack.com@evil.example/",
  "https://slack.com:pass@evil.example/",
  "https://user@slack.com/",
  "https://user:pass@slack.com/",
  "https://:pass@slack.com/",
  "https://slack.com:8443/",
  "http://slack.com/",
  "http://slack.com:443/",
  "https://evil.example\\@slack.com/",
  "https:\\\\evil.example/",
  "https://slack.com./",
  "https://api.slack.com/",
  "https://xn--slck-6qa.com/",
  "https://ѕlack.com/",
  "ftp://slack.com/",
  "ws://slack.com/",
  "file:///etc/passwd",
  "data:text/plain,slack.com",
  "javascript:alert(1)",
  "blob:https://slack.com/1",
  "https://127.0.0.1/",
  "http://127.0.0.1/",
  "https://127.1/",
  "https://0/",
  "https://0x7f000001/",
  "https://0177.0.0.1/",
  "https://2130706433/",
  "https://localhost/",
  "https://LOCALHOST/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[fd00::1]/",
  "https://[fe80::1]/",
  "https://10.0.0.1/",
  "https://172.16.0.1/",
  "https://192.168.0.1/",
  "https://169.254.169.254/latest/meta-data/",
  "http://169.254.169.254/latest/meta-data/",
  "https://169.254.170.2/v2/credentials",
  "https://[fd00:ec2::254]/",
  "https://2852039166/",
  "https://0xa9fea9fe/",
  "https://①②⑦.0.0.1/",
  "https://metadata.google.internal/",
  "https://127.0.0.1.nip.io/",
])("refuses %s before a socket opens", async (url) => {
  expect(await attempt(url)).toBe("egress_refused");
});

test("reads a backslash as browsers do, so that no other host hides behind it", async () => {
  expect(await attempt("https://slack.com\\@evil.example/")).toBe("sent to https://slack.com/@evil.example/");
});

test("fails for good where a host is not allowed, so that nobody tries it again", async () => {
  const error = await fetchProvider("https://evil.example/", {}, { allowedOrigins }).catch((thrown: unknown) => thrown);
  expect(findProviderError(error)).toMatchObject({ kind: "permanent", code: "egress_refused" });
});

test.each(["/api/auth.test", "//slack.com/", "slack.com", "https://", "https://%00/", "https://a b/", ""])(
  "refuses %j, which is no address",
  async (url) => {
    expect(await attempt(url)).toBe("no URL");
  },
);

test.each(["HTTPS://SLACK.COM/x", "https://slack.com:443/x", "https://slack.com/a/../x", "https://ｓｌａｃｋ.com/x"])(
  "knows the same host in another spelling: %s",
  async (url) => {
    expect(await attempt(url)).toBe("sent to https://slack.com/x");
  },
);

test("sends nothing anywhere but to configured hosts, whatever the address", async () => {
  const part = fc.oneof(
    fc.webUrl(),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.string(),
    fc.constantFrom("@", "\\", ".", "slack.com"),
  );
  const url = fc
    .tuple(fc.constantFrom("https://slack.com", "https://", "http://", "//", ""), part, part)
    .map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(url, async (text) => {
      const outcome = await attempt(text);
      if (outcome.startsWith("sent to ")) {
        expect(allowedOrigins).toContain(new URL(outcome.slice("sent to ".length)).origin);
      }
    }),
  );
});
