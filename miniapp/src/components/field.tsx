import { Input, Picker, Text, Textarea, View } from '@tarojs/components';
import { type ChangeEvent, type PropsWithChildren, useId } from 'react';

import { a11y } from '@/lib/a11y';
import { dayAndWeekday } from '@/lib/format';

import { classes } from './classes';
import { Icon } from './icon';
import { Pressable } from './pressable';
import './field.scss';

interface CommonProps {
  label: string;
  /** What to do about it; stands below the field, in red with an icon. From `ApiError.fields`. */
  error?: string | undefined;
  /** Grey help below the field while there is no error. */
  hint?: string;
  /** Cannot be changed here; the reason stands below. */
  locked?: string | undefined;
}

interface FrameProps extends CommonProps {
  id: string;
}

/**
 * On H5 the fields are the browser's own controls: they have labels, keyboard and pickers that Taro's stand-ins lack.
 * The build target is written out at each branch, since only then the other branch leaves the bundle.
 */
function Frame({ id, label, error, hint, locked, children }: PropsWithChildren<FrameProps>) {
  const below = error ?? locked ?? hint;
  return (
    <View className="field">
      {process.env.TARO_ENV === 'h5' ? (
        <label className="field-label" htmlFor={id}>
          {label}
        </label>
      ) : (
        <View className="field-label">{label}</View>
      )}
      <View className={classes('field-box', error && 'bad', locked && 'locked')}>{children}</View>
      {below && <Below id={id} text={below} bad={Boolean(error)} locked={Boolean(locked && !error)} />}
    </View>
  );
}

function Below({ id, text, bad, locked }: { id: string; text: string; bad: boolean; locked: boolean }) {
  return (
    <View
      id={`${id}-below`}
      className={classes('field-below', bad && 'bad')}
      {...a11y(bad ? { role: 'alert' } : {})}
    >
      {(bad || locked) && <Icon name={bad ? 'alert' : 'lock'} size={20} />}
      <Text>{text}</Text>
    </View>
  );
}

/** What a browser's control needs to be tied to its label and its complaint. */
function tied(id: string, { error, hint, locked }: CommonProps) {
  return {
    id,
    disabled: Boolean(locked),
    'aria-invalid': Boolean(error),
    ...(error || hint || locked ? { 'aria-describedby': `${id}-below` } : {}),
  };
}

export interface TextFieldProps extends CommonProps {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** `number` and `tel` bring up digits; the value stays text, and the server says what is wrong with it. */
  type?: 'text' | 'number' | 'tel';
  maxLength?: number;
  /** Enter, or the keyboard's 完成. */
  onDone?: () => void;
}

/** One line of text or digits. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, placeholder = '', type = 'text', maxLength = 140, onDone, locked } = props;
  const id = useId();
  return (
    <Frame id={id} {...props}>
      {process.env.TARO_ENV === 'h5' ? (
        <input
          className="field-input"
          type={type === 'tel' ? 'tel' : 'text'}
          inputMode={type === 'text' ? 'text' : type === 'tel' ? 'tel' : 'numeric'}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onDone?.();
          }}
          {...tied(id, props)}
        />
      ) : (
        <Input
          className="field-input"
          type={type === 'text' ? 'text' : 'number'}
          value={value}
          placeholder={placeholder}
          placeholderClass="field-placeholder"
          maxlength={maxLength}
          disabled={Boolean(locked)}
          onInput={(event) => onChange(event.detail.value)}
          onConfirm={() => onDone?.()}
          {...a11y({ label })}
        />
      )}
    </Frame>
  );
}

interface TextAreaFieldProps extends CommonProps {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  maxLength?: number;
}

/** Several lines in a person's own words; counts the characters once few are left. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { label, value, onChange, placeholder = '', maxLength = 500, locked, hint } = props;
  const id = useId();
  const left = maxLength - Array.from(value).length;
  const below = left <= 20 ? `还能写 ${Math.max(0, left)} 个字` : hint;
  const framed = { ...props, ...(below ? { hint: below } : {}) };
  return (
    <Frame id={id} {...framed}>
      {process.env.TARO_ENV === 'h5' ? (
        <textarea
          className="field-input field-area"
          rows={4}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          onChange={(event) => onChange(event.target.value)}
          {...tied(id, framed)}
        />
      ) : (
        <Textarea
          className="field-input field-area"
          value={value}
          placeholder={placeholder}
          placeholderClass="field-placeholder"
          maxlength={maxLength}
          disabled={Boolean(locked)}
          onInput={(event) => onChange(event.detail.value)}
          {...a11y({ label })}
        />
      )}
    </Frame>
  );
}

export interface Option<T extends string = string> {
  value: T;
  text: string;
}

interface PickerFieldProps<T extends string> extends CommonProps {
  options: readonly Option<T>[];
  /** '' while nothing is chosen. */
  value: T | '';
  onChange: (value: T) => void;
  placeholder?: string;
}

/** One of a list. */
export function PickerField<T extends string>(props: PickerFieldProps<T>) {
  const { label, options, value, onChange, placeholder = '请选一个', locked } = props;
  const id = useId();
  const index = options.findIndex((option) => option.value === value);
  const text = options[index]?.text;
  return (
    <Frame id={id} {...props}>
      {process.env.TARO_ENV === 'h5' ? (
        <select
          className={classes('field-input', !text && 'field-placeholder')}
          value={value}
          onChange={(event: ChangeEvent<HTMLSelectElement>) => onChange(event.target.value as T)}
          {...tied(id, props)}
        >
          {!text && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      ) : (
        <Picker
          className="grow"
          mode="selector"
          range={options.map((option) => option.text)}
          value={Math.max(0, index)}
          disabled={Boolean(locked)}
          onChange={(event) => {
            const chosen = options[Number(event.detail.value)];
            if (chosen) onChange(chosen.value);
          }}
          {...a11y({ role: 'button', label: `${label}，${text ?? placeholder}` })}
        >
          <View className={classes('field-input', 'field-shown', !text && 'field-placeholder')}>
            {text ?? placeholder}
          </View>
        </Picker>
      )}
      <Icon name="down" size={20} className="field-icon" />
    </Frame>
  );
}

interface DateFieldProps extends CommonProps {
  /** `YYYY-MM-DD`, or '' while nothing is chosen. */
  value: string;
  onChange: (day: string) => void;
  earliest?: string;
  latest?: string;
}

/** A day. */
export function DateField(props: DateFieldProps) {
  const { label, value, onChange, earliest = '', latest = '', locked } = props;
  const id = useId();
  const text = value ? dayAndWeekday(value) : '请选日子';
  return (
    <Frame id={id} {...props}>
      {process.env.TARO_ENV === 'h5' ? (
        <>
          {/* The browser's own text of a date is not ours; it lies unseen over the words and opens its calendar. */}
          <View
            className={classes('field-input', 'field-shown', !value && 'field-placeholder')}
            {...a11y({ hidden: true })}
          >
            {text}
          </View>
          <input
            className="field-date"
            type="date"
            value={value}
            min={earliest}
            max={latest}
            onChange={(event) => onChange(event.target.value)}
            onClick={(event) => event.currentTarget.showPicker?.()}
            {...tied(id, props)}
          />
        </>
      ) : (
        <Picker
          className="grow"
          mode="date"
          value={value}
          start={earliest}
          end={latest}
          disabled={Boolean(locked)}
          onChange={(event) => onChange(event.detail.value)}
          {...a11y({ role: 'button', label: `${label}，${text}` })}
        >
          <View className={classes('field-input', 'field-shown', !value && 'field-placeholder')}>{text}</View>
        </Picker>
      )}
      <Icon name="cal" size={20} className="field-icon" />
    </Frame>
  );
}

interface SwitchFieldProps {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Why it cannot be changed. */
  locked?: string | undefined;
}

/** Yes or no, with effect at once or on sending. */
export function SwitchField({ label, hint, checked, onChange, locked }: SwitchFieldProps) {
  return (
    <Pressable
      className="switch-row"
      role="switch"
      label={label}
      checked={checked}
      disabled={Boolean(locked)}
      onTap={() => onChange(!checked)}
    >
      <View className="grow">
        <View className="strong">{label}</View>
        {(locked ?? hint) && <View className="sub">{locked ?? hint}</View>}
      </View>
      <View className={classes('switch', checked && 'on', locked && 'locked')}>
        <View className="switch-knob" />
      </View>
    </Pressable>
  );
}

interface CheckProps {
  label: string;
  /** Other words than the label, or a richer row. */
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Why it may not be ticked. */
  locked?: string | undefined;
}

/** A box to tick, with its words. */
export function Check({ label, checked, onChange, locked, children }: PropsWithChildren<CheckProps>) {
  return (
    <Pressable
      className="check"
      role="checkbox"
      label={locked ? `${label}，${locked}` : label}
      checked={checked}
      disabled={Boolean(locked)}
      onTap={() => onChange(!checked)}
    >
      <Box checked={checked} locked={Boolean(locked)} />
      <View className="grow">{children ?? label}</View>
    </Pressable>
  );
}

/** The drawn box alone; whatever holds it has the role. */
export function Box({ checked, locked }: { checked: boolean; locked?: boolean }) {
  return (
    <View className={classes('box', locked ? 'no' : checked && 'on')}>
      {locked ? <Icon name="minus" size={14} /> : checked && <Icon name="check" size={16} />}
    </View>
  );
}

interface StepperProps {
  label: string;
  value: number;
  min?: number;
  max: number;
  unit?: string;
  /** How much one tap changes; 1 unless told. */
  by?: number;
  onChange: (value: number) => void;
}

/** A small number, one up or one down. */
export function Stepper({ label, value, min = 1, max, unit = '', by = 1, onChange }: StepperProps) {
  const step = (change: number) => onChange(Math.min(max, Math.max(min, value + change)));
  const amount = by === 1 ? '一个' : ` ${by}${unit && ` ${unit}`}`;
  return (
    <View className="stepper" {...a11y({ role: 'group', label })}>
      <Pressable
        className="stepper-button"
        label={`${label}，少${amount}`}
        disabled={value <= min}
        onTap={() => step(-by)}
      >
        <Icon name="minus" size={20} />
      </Pressable>
      <Text className="stepper-value num" {...a11y({ live: true })}>
        {value}
        {unit && ` ${unit}`}
      </Text>
      <Pressable
        className="stepper-button"
        label={`${label}，多${amount}`}
        disabled={value >= max}
        onTap={() => step(by)}
      >
        <Icon name="plus" size={20} />
      </Pressable>
    </View>
  );
}
