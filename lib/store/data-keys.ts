// Wrapped data keys, kept in the connections table so that keys and the rows they open share one backup. No TTL: a lost key is lost data.
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";

/** The owner of a sequence of data keys; provider and purpose are what roles are pinned to. */
export interface KeyBucket {
  readonly purpose: string;
  readonly provider: string;
  readonly bucket: number;
}

export interface WrappedKey {
  /** Counts from 1; the highest is used for writing. */
  readonly version: number;
  /** The data key as the key service wrapped it. */
  readonly wrapped: Uint8Array;
  /** Epoch seconds. */
  readonly createdAt: number;
}

export interface DataKeyStore {
  /** The version to write with, read consistently; undefined for a bucket never used. */
  newest(bucket: KeyBucket, signal: AbortSignal): Promise<WrappedKey | undefined>;
  read(bucket: KeyBucket, version: number, signal: AbortSignal): Promise<WrappedKey | undefined>;
  /** Creates this version unless somebody already did: true for the one caller whose key is the bucket's. */
  claim(bucket: KeyBucket, key: WrappedKey, signal: AbortSignal): Promise<boolean>;
}

const row = z
  .object({
    sk: z.object({ S: z.string().regex(/^v#\d{6}$/) }),
    wrapped: z.object({ B: z.instanceof(Uint8Array) }),
    createdAt: z.object({ N: z.string().regex(/^\d+$/) }),
  })
  .transform(({ sk, wrapped, createdAt }) => ({
    version: Number(sk.S.slice(2)),
    wrapped: wrapped.B,
    createdAt: Number(createdAt.N),
  }));

const partition = ({ purpose, provider, bucket }: KeyBucket) => ({
  S: `key#${encodeURIComponent(purpose)}#${encodeURIComponent(provider)}#${bucket}`,
});
// Padded, so that the order of the sort keys is the order of the versions.
const sort = (version: number) => ({ S: `v#${String(version).padStart(6, "0")}` });
const parseKey = (item: Record<string, AttributeValue> | undefined) => (item ? row.parse(item) : undefined);

/** Data keys in DynamoDB. Every function throws the SDK's errors as they are, and ZodError for a row that is no key. */
export function createDataKeyStore(client: Pick<DynamoDBClient, "send">, table: string): DataKeyStore {
  return {
    async newest(bucket, signal) {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": partition(bucket) },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: 1,
      });
      return parseKey((await client.send(query, { abortSignal: signal })).Items?.[0]);
    },
    async read(bucket, version, signal) {
      const Key = { pk: partition(bucket), sk: sort(version) };
      const get = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      return parseKey((await client.send(get, { abortSignal: signal })).Item);
    },
    async claim(bucket, { version, wrapped, createdAt }, signal) {
      const put = new PutItemCommand({
        TableName: table,
        Item: {
          pk: partition(bucket),
          sk: sort(version),
          wrapped: { B: wrapped },
          createdAt: { N: String(createdAt) },
        },
        ConditionExpression: "attribute_not_exists(pk)",
      });
      try {
        await client.send(put, { abortSignal: signal });
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
