// The functions that may be called. Functions whose work or answer grows with an argument are in bounded-functions.ts.
import { splitNames } from "./split-names.ts";

const aggregates = `count sum avg min max every bool_and bool_or bit_and bit_or any_value string_agg array_agg json_agg
  jsonb_agg json_object_agg jsonb_object_agg mode percentile_cont percentile_disc stddev stddev_pop stddev_samp variance
  var_pop var_samp corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
  regr_sxy regr_syy`;

const windows = `row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value`;

/** Not `clock_timestamp` and `timeofday`: a statement is not to measure itself. */
const times = `now transaction_timestamp statement_timestamp date_trunc date_part extract date_bin age date timezone
  to_char to_date to_timestamp make_date make_time make_timestamp make_timestamptz make_interval justify_days justify_hours
  justify_interval isfinite overlaps`;

const numbers = `abs ceil ceiling floor round trunc sign mod div sqrt cbrt ln log log10 gcd lcm width_bucket random pi
  degrees radians sin cos tan asin acos atan atan2 to_number`;

const texts = `lower upper initcap length char_length character_length octet_length btrim ltrim rtrim concat concat_ws left
  right substr position strpos split_part starts_with overlay reverse translate ascii chr md5 like_escape`;

const arrays = `array_length cardinality array_position array_to_string string_to_array array_append array_remove`;

const documents = `to_json to_jsonb json_build_object jsonb_build_object json_build_array jsonb_build_array json_typeof
  jsonb_typeof json_array_length jsonb_array_length json_extract_path json_extract_path_text jsonb_extract_path
  jsonb_extract_path_text`;

const functions = splitNames([aggregates, windows, times, numbers, texts, arrays, documents].join(" "));

/** Those that answer rows. They stand after FROM only. */
const rowFunctions: Readonly<Record<string, readonly string[]>> = {
  generate_series: [],
  unnest: [],
  json_array_elements: ["value"],
  jsonb_array_elements: ["value"],
  json_array_elements_text: ["value"],
  jsonb_array_elements_text: ["value"],
  json_object_keys: [],
  jsonb_object_keys: [],
  json_each: ["key", "value"],
  jsonb_each: ["key", "value"],
  json_each_text: ["key", "value"],
  jsonb_each_text: ["key", "value"],
};

export const isAllowedFunction = (name: string): boolean => functions.has(name);

/** The columns that a function after FROM calls by names of its own; undefined for one that may not stand there. */
export const findRowColumns = (name: string): readonly string[] | undefined =>
  Object.hasOwn(rowFunctions, name) ? rowFunctions[name] : undefined;
