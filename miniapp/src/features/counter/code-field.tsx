import { toHalfWidth } from '@linli/shared/fields';
import { codeInScan } from '@linli/shared/redemptions';
import { View } from '@tarojs/components';
import { useId } from 'react';

import { TextField } from '@/components/field';

import './counter.scss';

/** The digits in what was typed, pasted or scanned: full-width ones count, spaces and dashes do not. */
export function codeDigits(typed: string): string {
  return toHalfWidth(codeInScan(typed.trim())).replace(/[\s-]/g, '');
}

interface CodeFieldProps {
  value: string;
  onChange: (value: string) => void;
  onDone: () => void;
  error?: string | undefined;
}

/** The six digits, large. Also takes what a hand scanner at a desk types: the whole text of the QR, then Enter. */
export function CodeField({ value, onChange, onDone, error }: CodeFieldProps) {
  const id = useId();
  return (
    <View className="counter-code num" id={id}>
      <TextField
        label="取货码"
        type="number"
        value={value}
        onChange={onChange}
        onDone={onDone}
        placeholder="6 个数字"
        maxLength={40}
        hint="请居民报数字，或看他手机上的"
        error={error}
      />
    </View>
  );
}
