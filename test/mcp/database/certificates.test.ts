// Whom the adapter gives a password to: a server that an authority which it trusts has named, and nobody else.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { afterAll, expect, test, vi } from "vitest";
import { openDatabase } from "../../../lib/mcp/database/open-database.ts";
import { openPgConnection } from "../../../lib/mcp/database/pg-connection.ts";

const folder = mkdtempSync(join(tmpdir(), "patchbay-certificates-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterAll(() => void vi.unstubAllEnvs());

/** A certificate for a host that vouches for itself. */
function makeCertificate(host: string) {
  const [key, cert] = [join(folder, `${host}.key`), join(folder, `${host}.pem`)];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}

/** Speaks as much of PostgreSQL's protocol as it takes to get TLS, and says whether a login came. */
async function seesLogin(
  certificate: ReturnType<typeof makeCertificate>,
  open: (port: number) => Promise<unknown>,
): Promise<boolean> {
  let isLoggedIn = false;
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => {
      socket.write("S");
      const secure = new TLSSocket(socket, { isServer: true, ...certificate });
      secure.on("error", () => secure.destroy());
      secure.once("data", () => {
        isLoggedIn = true;
        secure.destroy();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  const port = typeof address === "object" ? Number(address?.port) : 0;
  await expect(open(port)).rejects.toMatchObject({ reason: "unreachable" });
  server.close();
  return isLoggedIn;
}

const trusting = (ca: string) => (port: number) => {
  const login = { host: "localhost", port, database: "app", user: "ada", password: "obviously-fake" };
  return openPgConnection({ ...login, ssl: { rejectUnauthorized: true, ca } }, 3000);
};

test("a server with a certificate of a trusted authority gets the login", async () => {
  const certificate = makeCertificate("localhost");
  expect(await seesLogin(certificate, trusting(certificate.cert))).toBe(true);
});

test("a server with a trusted certificate of another host gets nothing", async () => {
  const certificate = makeCertificate("db.example.com");
  expect(await seesLogin(certificate, trusting(certificate.cert))).toBe(false);
});

test("a server that vouches for itself gets nothing of a stage's login, and the failure is counted", async () => {
  vi.stubEnv("AWS_REGION", "eu-central-1");
  const lines = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const probe = (port: number) => openDatabase({ adapter: "pg", host: "localhost", port, database: "app" }).probe();
  const isSeen = await seesLogin(makeCertificate("localhost"), probe);
  const counted = lines.mock.calls.map(([line]) => JSON.parse(String(line)));
  lines.mockRestore();
  expect(isSeen).toBe(false);
  expect(counted).toEqual([expect.objectContaining({ DatabaseFailed: 1, reason: "unreachable" })]);
});
