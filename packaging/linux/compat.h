/* Put before every file of CPython: mathematics as glibc 2.2.5 had it, so that what is built asks for no newer one. */
#if defined(__x86_64__) && !defined(__ASSEMBLER__)
__asm__(".symver pow,pow@GLIBC_2.2.5");
__asm__(".symver exp,exp@GLIBC_2.2.5");
__asm__(".symver log,log@GLIBC_2.2.5");
__asm__(".symver exp2,exp2@GLIBC_2.2.5");
__asm__(".symver log2,log2@GLIBC_2.2.5");
#endif
