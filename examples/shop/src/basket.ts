import * as z from 'zod';

export const basket = z.object({
  items: z
    .array(z.object({ productId: z.number().int().positive(), quantity: z.number().int().min(1).max(100) }))
    .min(1)
    .max(20)
    .refine((items) => new Set(items.map((item) => item.productId)).size === items.length, 'Name each product once.'),
  /** Left out when the customer picks the order up. */
  deliveryAddress: z.string().min(1).optional(),
});

export type Basket = z.infer<typeof basket>;
