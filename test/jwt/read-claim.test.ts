// What a token says, whether it is verified or not: anything can come as one.
import "../http/lambda-environment.ts";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { decodeToken, readClaim } from "../../lib/jwt/entries.ts";
import { encodePart } from "./issuer-stand-in.ts";

describe("a claim", () => {
  test("is what the token says", () => {
    expect(readClaim({ sub: "ada" }, "sub")).toBe("ada");
    expect(readClaim({ org: null }, "org")).toBeNull();
  });

  test("that the stage does not name is absent, even from a token with a claim called undefined", () => {
    expect(readClaim({ undefined: "acme" }, undefined)).toBeUndefined();
    expect(readClaim({}, undefined)).toBeUndefined();
  });

  test.each(["constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"])(
    "is not what every object inherits: %s",
    (name) => {
      expect(readClaim({ sub: "ada" }, name)).toBeUndefined();
      expect(readClaim([], name)).toBeUndefined();
    },
  );

  test("may have a name that every object inherits, where the token itself says it", () => {
    expect(readClaim(JSON.parse('{"__proto__":"acme","constructor":"ada"}'), "__proto__")).toBe("acme");
    expect(readClaim(JSON.parse('{"__proto__":{"sub":"ada"}}'), "sub")).toBeUndefined();
  });

  test.each([undefined, null, true, 5, []])("is absent from a part that is no object: %j", (part) => {
    expect(readClaim(part, "sub")).toBeUndefined();
  });
});

describe("a token's parts", () => {
  test("are read without its key", async () => {
    const token = await new SignJWT({ sub: "ada" }).setProtectedHeader({ alg: "HS256" }).sign(new Uint8Array(32));
    expect(decodeToken(token)).toEqual({ header: { alg: "HS256" }, payload: { sub: "ada" } });
  });

  const header = { alg: "HS256" };
  const broken = Buffer.from('{"sub":').toString("base64url");
  test.each<[string, string, unknown, unknown]>([
    ["nothing", "", undefined, undefined],
    ["a word", "token", undefined, undefined],
    ["dots only", "..", undefined, undefined],
    ["a header only", encodePart(header), header, undefined],
    ["a header and an empty payload", `${encodePart(header)}..c2ln`, header, undefined],
    ["a payload only", `.${encodePart({ sub: "ada" })}.c2ln`, undefined, { sub: "ada" }],
    ["a payload that ends early", `${encodePart(header)}.${broken}.c2ln`, header, undefined],
    ["a payload that is null", `${encodePart(header)}.${encodePart(null)}.c2ln`, header, null],
    ["a payload that is a list", `${encodePart(header)}.${encodePart([1])}.c2ln`, header, [1]],
  ])("are read as far as they are JSON from %s", (_, token, readHeader, readPayload) => {
    expect(decodeToken(token)).toEqual({ header: readHeader, payload: readPayload });
  });
});
