// Which errors of the key service and the store are outages, bridged by cached keys, and which are refusals that count at once.
import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { isOutage } from "../../lib/vault/outage.ts";

const named = (name: string, more: object = {}) => Object.assign(new Error("as told"), { name, ...more });
const answered = (name: string, httpStatusCode: unknown) => named(name, { $metadata: { httpStatusCode } });

describe("an outage is", () => {
  // docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html and the operations' errors; the last two are the SDK's own.
  test.each([
    "ThrottlingException",
    "Throttling",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "KMSInternalException",
    "DependencyTimeoutException",
    "KeyUnavailableException",
    "InternalServerError",
    "TimeoutError",
    "AbortError",
  ])("%s, whatever its status", (name) => {
    expect(isOutage(named(name))).toBe(true);
    expect(isOutage(answered(name, 400))).toBe(true);
  });

  test.each(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"])(
    "a connection that ends with %s",
    (code) => expect(isOutage(named("Error", { code }))).toBe(true),
  );

  test.each([429, 500, 502, 503, 599])("an unknown error with status %d", (status) => {
    expect(isOutage(answered("SomethingNew", status))).toBe(true);
  });

  test("a problem of the store whose cause is one", () => {
    const cause = named("ThrottlingException");
    expect(isOutage(new Problem("provider_unavailable", { cause }))).toBe(true);
  });
});

describe("no outage is", () => {
  // docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#API_Decrypt_Errors
  test.each([
    "AccessDeniedException",
    "DisabledException",
    "KMSInvalidStateException",
    "NotFoundException",
    "InvalidCiphertextException",
    "IncorrectKeyException",
    "InvalidKeyUsageException",
  ])("%s, not even with a status or a code that says so", (name) => {
    expect(isOutage(named(name))).toBe(false);
    expect(isOutage(answered(name, 500))).toBe(false);
    expect(isOutage(named(name, { code: "ECONNRESET" }))).toBe(false);
  });

  test.each([400, 403, 404, 428, 430, 499])("an unknown error with status %d", (status) => {
    expect(isOutage(answered("SomethingNew", status))).toBe(false);
  });

  test.each([
    ["an unknown code", named("Error", { code: "ERR_INVALID_ARG_TYPE" })],
    ["no code and no status", named("Error")],
    ["metadata that is none", named("Error", { $metadata: null })],
    ["metadata that is a text", named("Error", { $metadata: "httpStatusCode" })],
    ["metadata without a status", named("Error", { $metadata: {} })],
    ["no error at all", { name: "ThrottlingException", $metadata: { httpStatusCode: 500 } }],
    ["nothing", undefined],
  ])("what has %s", (_, error) => {
    expect(isOutage(error)).toBe(false);
  });

  test("a problem of the store whose cause is a refusal, or that has none", () => {
    expect(isOutage(new Problem("provider_unavailable", { cause: named("AccessDeniedException") }))).toBe(false);
    expect(isOutage(new Problem("provider_unavailable"))).toBe(false);
  });
});
