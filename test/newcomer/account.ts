// An AWS account and an identity provider on this machine, for the commands of an operator.
import { z } from "zod";
import { createClosers } from "../../infra/local/closers.ts";
import { emulatorCredentials, gatewayAuthorization, startEmulator } from "../../infra/local/emulator.ts";
import { startIdentityProvider } from "../../infra/local/identity-provider/start.ts";
import { startOriginProxy } from "../../infra/local/origin-proxy.ts";
import { computePorts, refuseTakenPorts } from "../../infra/local/ports.ts";
import { preparePythonEnvironment } from "../../infra/local/python-environment.ts";

export interface LocalAccount {
  readonly origin: string;
  readonly issuer: string;
  /** What an operator's shell has after signing in. */
  readonly environment: Readonly<Record<string, string>>;
  /** Puts the deployed APIs at the origin, as DNS would. */
  openOrigin(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws a refusal when a port is taken, or the emulator does not start */
export async function startLocalAccount(portBase: number): Promise<LocalAccount> {
  const running = createClosers();
  const ports = computePorts(portBase);
  await refuseTakenPorts(ports);
  const endpoint = `http://127.0.0.1:${ports.emulator}`;
  const origin = `http://localhost:${ports.origin}`;
  const python = await preparePythonEnvironment();
  running.add(
    (await startEmulator({ stage: "newcomer", port: ports.emulator, python, lambdaEndpoint: endpoint })).stop,
  );
  const provider = await startIdentityProvider({
    ...{ port: ports.identityProvider, pageOrigin: origin, audience: "patchbay" },
  });
  running.add(provider.close);
  return {
    origin,
    issuer: provider.issuer,
    environment: { ...emulatorCredentials, AWS_ENDPOINT_URL: endpoint, AWS_EC2_METADATA_DISABLED: "true" },
    async openOrigin() {
      const apis = await findApis(endpoint);
      const proxy = await startOriginProxy({ port: ports.origin, endpoint, issuer: provider.issuer, ...apis });
      running.add(proxy.close);
    },
    stop: running.close,
  };
}

const apisSchema = z.object({ items: z.array(z.object({ apiId: z.string(), protocolType: z.string() })) });

/** The ids of the account's only HTTP API and its only WebSocket API. */
async function findApis(endpoint: string): Promise<{ apiId: string; liveApiId: string }> {
  const response = await fetch(`${endpoint}/v2/apis`, { headers: { authorization: gatewayAuthorization } });
  const { items } = apisSchema.parse(await response.json());
  const find = (protocol: string) => items.find(({ protocolType }) => protocolType === protocol)?.apiId ?? "";
  return { apiId: find("HTTP"), liveApiId: find("WEBSOCKET") };
}
