const paths = {
  alert: "M12 8.5v4.5m0 3.2v.1M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z",
  good: "m8.2 12.4 2.6 2.6 5-5.6M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  info: "M12 11.2V16m0-8.2v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  close: "m6.5 6.5 11 11m0-11-11 11",
  down: "m7 10 5 5 5-5",
  plus: "M12 5.5v13M5.5 12h13",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
