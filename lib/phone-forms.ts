// The forms of a phone number: a system of customers finds a number only in the form that somebody once typed.
import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** A phone number in every form by which it may be asked for. */
export interface PhoneForms {
  /** ITU-T E.164 with its plus: `+14155551212`. */
  readonly e164: string;
  /** The digits of E.164, without the plus: `14155551212`. */
  readonly international: string;
  /** The digits without the country's code: `4155551212`. */
  readonly national: string;
  /** As people write it, the likeliest first and each once: `(415) 555-1212`, `415-555-1212`, `+1 415 555 1212`, … */
  readonly spellings: readonly string[];
}

/** ITU-T E.164 section 6.2.1: at most 15 digits. The shortest that anybody calls from abroad have seven. */
const digitBounds = /^\d{7,15}$/;

/** How long a spelling may be; a number's own signs are few. */
const maxSpellingLength = 40;

/**
 * Reads a phone number in any spelling: E.164, `00` or national, with or without signs. A plus that arrived as a space, as a query
 * turns it, counts as a plus. Numbers that no plan of a country has are read by their digits alone.
 * @param country where a national number is meant, ISO 3166-1 alpha-2
 * @returns undefined for what is no phone number
 */
export function parsePhone(text: string, country: string): PhoneForms | undefined {
  if (text.length > maxSpellingLength) return undefined;
  const spelled = restorePlus(text.normalize("NFKC"));
  const number = parsePhoneNumberFromString(spelled, country as CountryCode);
  if (number !== undefined) return digitBounds.test(number.number.slice(1)) ? listForms(number) : undefined;
  const digits = spelled.replace(/\D/g, "");
  const isSpelled = /^\+?[\d\s().\-/]+$/.test(spelled);
  if (!isSpelled || !digitBounds.test(digits)) return undefined;
  return { e164: `+${digits}`, international: digits, national: digits, spellings: [] };
}

/** A query's `+` is decoded to a space (WHATWG URL, application/x-www-form-urlencoded). */
const restorePlus = (text: string): string =>
  text
    .replace(/^ (?=\d)/, "+")
    .trim()
    .replace(/^00/, "+");

function listForms(number: PhoneNumber): PhoneForms {
  const e164 = number.number;
  const national = String(number.nationalNumber);
  const [local, abroad] = [number.formatNational(), number.formatInternational()];
  const groups = abroad.slice(`+${number.countryCallingCode} `.length);
  const spellings = [
    local,
    ...[" ", "-", "."].map((sign) => groups.replace(/[^\d]+/g, sign)),
    abroad,
    local.replace(/\D/g, ""),
  ];
  const plain = new Set<string>([e164, e164.slice(1), national]);
  return {
    e164,
    international: e164.slice(1),
    national,
    spellings: [...new Set(spellings)].filter((form) => !plain.has(form)),
  };
}

/**
 * Whether a stored spelling is the number: what a vendor finds by some of its digits may be another country's.
 * @param country where a stored number without its country's code is meant
 */
export function isSamePhone(wanted: PhoneForms, stored: string, country: string): boolean {
  const found = parsePhone(stored, country);
  if (found === undefined) return false;
  if (found.e164 === wanted.e164) return true;
  // Without a country's code it is meant where the caller's number is from, with or without the digit that is dialled there.
  const digits = stored.replace(/\D/g, "");
  return !hasCountryCode(stored) && (found.national === wanted.national || wanted.spellings.includes(digits));
}

const hasCountryCode = (stored: string): boolean => /^\s*(\+|00)/.test(stored);
