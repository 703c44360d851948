/**
 * Shifts the clock of this process or page by `offsetMs`, for `Date` and `Intl`. Timers, `performance.now` and file times are
 * not shifted. A page gets this function as text, so it uses nothing from outside itself.
 */
export function shiftClock(offsetMs: number): void {
  const TrueDate = Date;
  const trueNow = TrueDate.now;
  const now = () => trueNow() + offsetMs;
  // Not a subclass: dates that Node creates, such as file times, must stay instances of Date.
  const ShiftedDate = new Proxy(TrueDate, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
    apply: (target) => new target(now()).toString(),
  });
  TrueDate.now = now;
  TrueDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;

  const formats = Intl.DateTimeFormat.prototype;
  const { formatToParts } = formats;
  const boundFormat = Object.getOwnPropertyDescriptor(formats, "format")?.get;
  Object.defineProperty(formats, "format", {
    configurable: true,
    get(this: Intl.DateTimeFormat) {
      const format = boundFormat?.call(this);
      return (at: Date | number = now()) => format(at);
    },
  });
  formats.formatToParts = function (this: Intl.DateTimeFormat, at: Date | number = now()) {
    return formatToParts.call(this, at);
  };
}
