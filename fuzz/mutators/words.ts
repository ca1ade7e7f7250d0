/** Names that every object has: a reader that asks for them without `Object.hasOwn` finds what nobody wrote. */
export const inheritedNames = [
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf"],
  ...["__defineGetter__", "__lookupGetter__", "propertyIsEnumerable", "toJSON", "then", "length", "name"],
] as const;

/** Numbers at which readers go wrong, as text. */
export const extremeTexts = [
  ...["0", "-0", "-1", "1", "0.5", "1e-320", "1e308", "1e400", "-1e400", "NaN", "Infinity", "1e21", "007"],
  ...["127", "128", "255", "256", "32767", "65535", "65536", "2147483647", "2147483648", "4294967295"],
  ...["4294967296", "9007199254740991", "9007199254740993", "9223372036854775807", "18446744073709551616"],
  ...["-9223372036854775808", "0x10", "1_000", "+1", ".5", "5.", "\u0663", "1n"],
] as const;

/** The same as values. */
export const extremeValues = [
  ...[0, -0, -1, 1, 0.5, 1e-320, 1e308, 127, 128, 255, 256, 32767, 65535, 65536, 2 ** 31 - 1, 2 ** 31],
  ...[2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 63, -(2 ** 31), -(2 ** 63), 1e21],
] as const;

/** Characters that text readers take for something else, or for nothing. */
export const oddCharacters = [
  ...[
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\ufeff",
    "\u2028",
    "\u200b",
    "\u0000",
    "\u001b[2J",
    "\ud800",
    "\u0301",
  ],
  ...['"', "'", "\\", "`", "{", "}", "[", "]", ",", ":", ";", "|", "#", "&a", "*a", "!!", "---", "\u{1f600}"],
] as const;
