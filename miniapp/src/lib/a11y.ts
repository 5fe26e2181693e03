interface Words {
  role?: string;
  label?: string;
  /** Decoration: a screen reader passes over it. */
  hidden?: boolean;
  checked?: boolean;
  disabled?: boolean;
  selected?: boolean;
  expanded?: boolean;
  current?: boolean;
  busy?: boolean;
  live?: boolean;
  /** Heading level, with role `heading`. */
  level?: number;
  /** Reachable by keyboard on H5. */
  focusable?: boolean;
}

type Attributes = Record<string, string | number | boolean | undefined>;

/**
 * Accessibility attributes for one Taro component. WeChat reads `aria-role`, browsers read `role`,
 * and each finds the other's name an error, so they are never set together.
 */
export function a11y(words: Words): Attributes {
  const attributes: Attributes = {};
  const set = (name: string, value: string | number | boolean | undefined) => {
    if (value !== undefined) attributes[name] = value;
  };
  if (process.env.TARO_ENV === 'weapp') {
    set('ariaRole', words.role);
    set('ariaLabel', words.label);
    set('ariaHidden', words.hidden);
    set('ariaChecked', words.checked ?? words.selected);
    set('ariaDisabled', words.disabled);
    return attributes;
  }
  const flag = (value: boolean | undefined) => (value === undefined ? undefined : String(value));
  set('role', words.role);
  set('aria-label', words.label);
  set('aria-hidden', words.hidden ? 'true' : undefined);
  set('aria-checked', flag(words.checked));
  set('aria-selected', flag(words.selected));
  set('aria-expanded', flag(words.expanded));
  set('aria-disabled', words.disabled ? 'true' : undefined);
  set('aria-current', words.current ? 'page' : undefined);
  set('aria-busy', words.busy ? 'true' : undefined);
  set('aria-live', words.live ? 'polite' : undefined);
  set('aria-level', words.level);
  set('tabindex', words.focusable === undefined ? undefined : words.focusable ? 0 : -1);
  return attributes;
}

/** A heading a screen reader can jump to. */
export function heading(level: 1 | 2 | 3): Attributes {
  return a11y({ role: 'heading', level });
}

/** Words for Taro's <Image>: on H5 they belong on the <img> inside it. */
export function imageWords(label: string): object {
  return process.env.TARO_ENV === 'h5' ? { nativeProps: { alt: label } } : a11y({ role: 'img', label });
}
