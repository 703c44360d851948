// Which errors of the key service and the store are outages, bridged by cached keys, and which are refusals that count at once.
import { describe, expect, test } from "vitest";
import { Problem } from "../../lib/errors.ts";
import { isOutage } from "../../lib/vault/outage.ts";

const nameError = (name: string, more: object = {}) => Object.assign(new Error("as told"), { name, ...more });
const answerWith = (name: string, httpStatusCode: unknown) => nameError(name, { $metadata: { httpStatusCode } });

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
    expect(isOutage(nameError(name))).toBe(true);
    expect(isOutage(answerWith(name, 400))).toBe(true);
  });

  test.each(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"])(
    "a connection that ends with %s",
    (code) => expect(isOutage(nameError("Error", { code }))).toBe(true),
  );

  test.each([429, 500, 502, 503, 599])("an unknown error with status %d", (status) => {
    expect(isOutage(answerWith("SomethingNew", status))).toBe(true);
  });

  test("a problem of the store whose cause is one", () => {
    const cause = nameError("ThrottlingException");
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
    expect(isOutage(nameError(name))).toBe(false);
    expect(isOutage(answerWith(name, 500))).toBe(false);
    expect(isOutage(nameError(name, { code: "ECONNRESET" }))).toBe(false);
  });

  test.each([400, 403, 404, 428, 430, 499])("an unknown error with status %d", (status) => {
    expect(isOutage(answerWith("SomethingNew", status))).toBe(false);
  });

  test.each([
    ["an unknown code", nameError("Error", { code: "ERR_INVALID_ARG_TYPE" })],
    ["no code and no status", nameError("Error")],
    ["metadata that is none", nameError("Error", { $metadata: null })],
    ["metadata that is a text", nameError("Error", { $metadata: "httpStatusCode" })],
    ["metadata without a status", nameError("Error", { $metadata: {} })],
    ["no error at all", { name: "ThrottlingException", $metadata: { httpStatusCode: 500 } }],
    ["nothing", undefined],
  ])("what has %s", (_, error) => {
    expect(isOutage(error)).toBe(false);
  });

  test("a problem of the store whose cause is a refusal, or that has none", () => {
    expect(isOutage(new Problem("provider_unavailable", { cause: nameError("AccessDeniedException") }))).toBe(false);
    expect(isOutage(new Problem("provider_unavailable"))).toBe(false);
  });
});
