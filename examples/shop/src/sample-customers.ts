/** The customers that `seed` writes; anybody may sign in as one of them. */
export const sampleCustomers = {
  count: 2_000,
  password: 'open sesame',
  email: (number: number) => `customer-${number}@shop.example`,
};
