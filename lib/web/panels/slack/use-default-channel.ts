import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../ui/use-action.ts";
import type { ProviderSettings } from "../use-provider-settings.ts";

/** The channel that messages go to when nobody names one, and how to choose it. */
export function useDefaultChannel({ loaded, load, save }: ProviderSettings) {
  const { busy, failure, run, settle } = useAction();
  const [done, setDone] = useState("");
  useEffect(load, [load]);
  const choose = (id: string, name: string) =>
    run(async () => {
      setDone("");
      const problem = await save({ defaultChannel: id });
      if (problem) return problem;
      settle();
      setDone(`#${name} is now the default channel.`);
      return undefined;
    });
  return {
    /** Undefined while it is not known. */
    setting: loaded.value && (loaded.value.defaultChannel ?? ""),
    failure,
    /** What has just been done; the panel tells its other deeds here, too. */
    done,
    setDone,
    choose: loaded.value && !busy ? choose : undefined,
  };
}
