// The tag that marks a secret as ours. Nothing without it is ever written.
interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const tagKey = "patchbay:stage";

export const listTags = (stage: string) => [{ Key: tagKey, Value: stage }];

export const hasOurTag = (stage: string, tags: readonly Tag[] = []): boolean =>
  tags.some(({ Key, Value }) => Key === tagKey && Value === stage);
