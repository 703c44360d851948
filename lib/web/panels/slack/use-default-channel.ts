import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../ui/use-action.ts";
import type { ProviderSettings } from "../use-provider-settings.ts";

/** The channel for messages that name none, and a function to change it. */
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
    /** Undefined while the settings are loading. */
    setting: loaded.value && (loaded.value.defaultChannel ?? ""),
    failure,
    /** The latest success message. The panel sets it for its other actions too. */
    done,
    setDone,
    choose: loaded.value && !busy ? choose : undefined,
  };
}
