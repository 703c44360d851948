// The signing keys in KMS: what `npm run ehr-keys` reads and changes there.
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  KMSClient,
  type KMSClientConfig,
  paginateListAliases,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { signingKeysAlias } from "../names.ts";
import { listTags } from "../secrets/tags.ts";

export const algorithms = ["RS384", "ES384"] as const;
export type Algorithm = (typeof algorithms)[number];

/** https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const specs = { RS384: "RSA_3072", ES384: "ECC_NIST_P384" } as const;

/** KMS waits this long before it deletes a key, so that a mistake can be undone. */
const deletionDays = 30;

export interface KeyStore {
  /** Keys by alias. */
  listAliases(): Promise<ReadonlyMap<string, string>>;
  readCreationDate(keyId: string): Promise<Date | undefined>;
  /** @returns its id */
  createKey(algorithm: Algorithm): Promise<string>;
  /** Lets an alias stand for a key, whether it stood for another before or not. */
  pointAlias(alias: string, keyId: string, isNew: boolean): Promise<void>;
  scheduleDeletion(keyId: string): Promise<void>;
}

/** The keys of a stage in the shell's AWS account, or at AWS_ENDPOINT_URL. */
export function createKeyStore(stage: string, options: KMSClientConfig = {}): KeyStore {
  const client = new KMSClient(options);
  return {
    async listAliases() {
      const found = new Map<string, string>();
      for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
        for (const { AliasName = "", TargetKeyId } of Aliases)
          if (AliasName.startsWith(`${signingKeysAlias(stage)}-`) && TargetKeyId) found.set(AliasName, TargetKeyId);
      }
      return found;
    },
    async readCreationDate(KeyId) {
      return (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.CreationDate;
    },
    async createKey(algorithm) {
      const { KeyMetadata } = await client.send(
        new CreateKeyCommand({
          KeyUsage: "SIGN_VERIFY",
          KeySpec: specs[algorithm],
          Description: `Signs client assertions of Patchbay ${stage} with ${algorithm}`,
          Tags: listTags(stage).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
        }),
      );
      if (KeyMetadata?.KeyId === undefined) throw new Error("KMS made no key.");
      return KeyMetadata.KeyId;
    },
    async pointAlias(AliasName, TargetKeyId, isNew) {
      const alias = { AliasName, TargetKeyId };
      await client.send(isNew ? new CreateAliasCommand(alias) : new UpdateAliasCommand(alias));
    },
    async scheduleDeletion(KeyId) {
      await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: deletionDays }));
    },
  };
}
