import { useEffect, useRef, useState } from "preact/hooks";

/** Tracks which entry of a list is opened in place of the list. Closing it restores the focus. */
export function useOpenedEntry<T>() {
  const [opened, setOpened] = useState<T>();
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    if (opened !== undefined || !(opener.current instanceof HTMLElement)) return;
    opener.current.focus();
    opener.current = null;
  }, [opened]);
  return {
    opened,
    open(entry: T) {
      opener.current = document.activeElement;
      setOpened(entry);
    },
    close: () => setOpened(undefined),
  };
}
