import { describe, expect, test } from "vitest";
import { readContent } from "../../../lib/providers/gmail/mail/mime.ts";
import { fc } from "../../support/properties.ts";

const text = (type: string, content: string | Uint8Array, more: object = {}) => ({
  mimeType: type.replace(/;.*/, ""),
  headers: [{ name: "content-type", value: type }],
  body: { data: Buffer.from(content).toString("base64url") },
  ...more,
});
const plain = (content: string, more: object = {}) => text("text/plain; charset=utf-8", content, more);
const html = (content: string) => text("text/html; charset=utf-8", content);
const multipart = (kind: string, ...parts: readonly unknown[]) => ({ mimeType: `multipart/${kind}`, parts });
const file = { mimeType: "application/pdf", filename: "a.pdf", body: { attachmentId: "a1", size: 5 } };

describe("of a mail's parts", () => {
  test.each<[string, unknown, string]>([
    ["a mail of one part is read", plain("Hi"), "Hi"],
    ["a part that names no kind is plain text", { body: { data: "SGk" } }, "Hi"],
    ["plain text is preferred, whatever comes first", multipart("alternative", html("<p>h</p>"), plain("p")), "p"],
    ["HTML is read as text where there is no plain one", multipart("alternative", html("<p>a</p><p>b</p>")), "a\nb"],
    ["HTML is read where the plain text is blank", multipart("alternative", plain(" \r\n"), html("<b>h</b>")), "h"],
    ["script and style are not read", html("<style>s</style><script>c</script><p>w</p>"), "w"],
    [
      "a plain footer does not hide the HTML before it",
      multipart("mixed", html("<p>w</p>"), plain("footer")),
      "w\nfooter",
    ],
    ["text around a file is read on both sides", multipart("mixed", plain("1"), file, plain("2")), "1\n2"],
    [
      "alternatives are found in mixed in related",
      multipart("related", multipart("mixed", multipart("alternative", plain("p"), multipart("related", html("h"))))),
      "p",
    ],
    ["an attached text is not the body", multipart("mixed", plain("p"), plain("f", { filename: "f.txt" })), "p"],
    [
      "an attached mail is not the body",
      multipart("mixed", plain("p"), { mimeType: "message/rfc822", parts: [plain("m")] }),
      "p",
    ],
    ["an invitation is not the body", multipart("alternative", text("text/calendar", "BEGIN:"), plain("p")), "p"],
    ["a mail of a file only has no body", file, ""],
    ["an empty mail has no body", {}, ""],
    ["no payload has no body", undefined, ""],
    ["a part that is not as documented costs none of the others", multipart("mixed", { mimeType: 7 }, plain("p")), "p"],
  ])("%s", (_, payload, body) => {
    expect(readContent(payload).text).toBe(body);
  });

  test("an attachment may be declared by its header only", () => {
    const headers = [{ name: "Content-Disposition", value: "Attachment; size=1" }];
    expect(readContent({ mimeType: "text/plain", headers, body: { data: "SGk", size: 2 } })).toEqual({
      text: "",
      isPartial: false,
      attachments: [{ id: "", filename: "", mimeType: "text/plain", size: 2 }],
    });
  });

  test("files are listed, with what is needed to fetch them", () => {
    const image = { mimeType: "image/png", filename: "i.png", body: { attachmentId: "a2", size: 9 } };
    expect(readContent(multipart("mixed", multipart("related", html("h"), image), file)).attachments).toEqual([
      { id: "a2", filename: "i.png", mimeType: "image/png", size: 9 },
      { id: "a1", filename: "a.pdf", mimeType: "application/pdf", size: 5 },
    ]);
  });

  test("a tree deeper than any stack is read to its end", () => {
    let tree: unknown = plain("deep");
    for (let depth = 0; depth < 1500; depth++) tree = multipart("mixed", tree);
    expect(readContent(tree).text).toBe("deep");
    for (let depth = 0; depth < 100_000; depth++) tree = multipart("mixed", tree);
    expect(readContent(tree).text).toBe("");
  });

  test("only a bounded number of a hundred thousand parts is read", () => {
    const parts = Array.from({ length: 100_000 }, () => file);
    expect(readContent(multipart("mixed", ...parts)).attachments).toHaveLength(200);
  });

  test("never throws, for any input", () => {
    fc.assert(fc.property(fc.anything(), (payload) => void readContent(payload)));
    const parts = fc.array(
      fc.record({ mimeType: fc.constantFrom("text/plain", "multipart/mixed", ""), parts: fc.array(fc.anything()) }),
    );
    fc.assert(fc.property(parts, (given) => void readContent(multipart("mixed", ...given))));
  });
});

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");

describe("text in a charset", () => {
  test.each([
    ["utf-8", "47 72 c3 bc c3 9f 65", "Grüße"],
    ["windows-1252", "43 61 66 e9 20 93 78 94 20 80", "Café “x” €"],
    ["iso-8859-1", "4d fc 6c 6c 65 72", "Müller"],
    ["iso-8859-15", "a4 20 31", "€ 1"],
    ["ISO-8859-2", "e8 e1 66", "čáf"],
    ["koi8-r", "f0 d2 c9 d7 c5 d4", "Привет"],
    ["windows-1251", "cf f0 e8 e2 e5 f2", "Привет"],
    ["Shift_JIS", "93 fa 96 7b 8c ea", "日本語"],
    ["cp932", "93 fa 96 7b 8c ea", "日本語"],
    ["gb18030", "d6 d0 ce c4", "中文"],
    ["gb2312", "d6 d0 ce c4", "中文"],
    ["big5", "a4 a4 a4 e5", "中文"],
    ["euc-kr", "c7 d1 b1 db", "한글"],
    ['"ISO-2022-JP"', "1b 24 42 46 7c 4b 5c 38 6c 1b 28 42", "日本語"],
    ["utf-16le", "48 00 fc 00", "Hü"],
    ["us-ascii", "4d fc", "Mü"],
    // Gmail has already converted this to UTF-8, although the header says otherwise.
    ["windows-1252", "4d c3 bc", "Mü"],
    ["iso-2022-jp", "e6 97 a5", "日"],
    ["windows1252", "4d fc", "Mü"],
    ["latin-1", "4d fc", "Mü"],
    ["iso8859_1", "4d fc", "Mü"],
    ["ms949", "c7 d1 b1 db", "한글"],
    ["ms936", "d6 d0 ce c4", "中文"],
    ["eucjp", "c6 fc cb dc", "日本"],
    ["cp850", "4d 81 6c 6c 65 72", "Müller"],
    ["IBM850", "81", "ü"],
    ["cp437", "8e", "Ä"],
    ["macgreek", "b0 bf", "ΑΩ"],
    ["utf-7", "47 72 2b 41 50 77 41 33 77 2d 65", "Grüße"],
    ["unicode-1-1-utf-7", "31 2b 41 45 41 2d", "1@"],
    // A sign of UTF-7 in text that Gmail has already converted.
    ["utf-7", "31 2b 31", "1+1"],
    ["utf-7", "c3 bc 20 31 2b 41 45 41 2d", "ü 1+AEA-"],
    ["base64", "4d fc", "Mü"],
    // Without a charset that is known: windows-1252, if nothing in it is UTF-8.
    ["x-unknown", "4d fc", "Mü"],
    ["", "4d fc 20 80", "Mü €"],
    ["", "c3 bc 20 fc", "ü \ufffd"],
    ["utf-8", "4d fc", "M\ufffd"],
    ["utf-8", "ef bb bf 41", "A"],
  ])("%s: %s", (charset, hex, said) => {
    expect(readContent(text(`text/plain; charset=${charset}; format=flowed`, bytes(hex))).text).toBe(said);
  });

  test("HTML has one too", () => {
    expect(readContent(text("text/html; charset=koi8-r", bytes("3c 62 3e f0 d2 c9 3c 2f 62 3e"))).text).toBe("При");
  });

  test("any bytes in any charset are well-formed text, with all the ASCII letters of a charset that has them", () => {
    const charset = fc.constantFrom(
      ..."utf-7 cp850 ms949 latin-1 gb18030 iso-2022-jp utf-16le base64 hex x-none big5 cp037".split(" "),
    );
    fc.assert(
      fc.property(charset, fc.uint8Array({ maxLength: 200 }), (name, given) => {
        expect(readContent(text(`text/plain; charset=${name}`, given)).text.isWellFormed()).toBe(true);
        expect(readContent(text(`text/html; charset=${name}`, given)).text.isWellFormed()).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom("cp850", "latin-1", "windows1252", "ms949", "x-none", ""), fc.nat(25), (name, at) => {
        const letter = String.fromCharCode(0x61 + at);
        expect(
          readContent(text(`text/plain; charset=${name}`, Buffer.from([0xfc, 0x61 + at, 0x61 + at]))).text,
        ).toContain(letter);
      }),
    );
  });
});

test("an odd member of a part does not hide its text", () => {
  const part = { ...plain("Could you?", { filename: 5 }), partId: 0 };
  expect(readContent({ ...part, body: { ...part.body, size: "9" } }).text.trim()).toBe("Could you?");
});
