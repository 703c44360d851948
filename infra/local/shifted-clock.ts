/**
 * From here on, in this process or page, now is `offsetMs` later than it is: for `Date`, called in any way, and for `Intl`. Timers,
 * `performance.now` and the files' times stay as they are. A page gets this function as text, so it uses nothing from outside.
 */
export function shiftClock(offsetMs: number): void {
  const TrueDate = Date;
  const trueNow = TrueDate.now;
  const now = () => trueNow() + offsetMs;
  // Not a subclass: what Node itself makes, such as a file's times, must stay an instance of Date.
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
