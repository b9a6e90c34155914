/* kongchuo.exe: the Python beside it runs the program beside it. No console, no command window, no other interpreter.
   Built twice: for the window, and (-DCONSOLE) as kongchuo-cli.exe for scripts. */
#include <windows.h>
#include <shellapi.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768
#define SENTENCE L"程序文件不完整，请重新安装“控辍”。账本不受影响。"

typedef int (*python_main)(int, wchar_t **);

static int incomplete(void)
{
    MessageBoxW(NULL, SENTENCE, L"控辍", MB_ICONERROR | MB_OK);
    return 2;
}

static int start(int argc, wchar_t **argv)
{
    static wchar_t folder[LONGEST], library[LONGEST + 32], script[LONGEST + 32];
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    wchar_t *end = length && length < LONGEST ? wcsrchr(folder, L'\\') : NULL;
    if (!end)
        return incomplete();
    *end = 0;
    swprintf(library, LONGEST + 32, L"%ls\\python311.dll", folder);
    swprintf(script, LONGEST + 32, L"%ls\\app\\start.pyc", folder);
    if (GetFileAttributesW(script) == INVALID_FILE_ATTRIBUTES)
        return incomplete();
    /* The installer asks for this name to know whether the program is open. It is given back when the process ends. */
    CreateMutexW(NULL, FALSE, L"Local\\org.kongchuo.desktop");
    /* A book that is double-clicked on a stick makes the stick the current folder: no library is taken from there. */
    SetDllDirectoryW(L"");
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    python_main run = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    wchar_t **words = calloc(argc + 7, sizeof *words);
    if (!run || !words)
        return incomplete();
    /* Alone (-I), nothing written beside the program (-B), UTF-8 in pipes whatever the system's code page (-X). */
    int count = 0;
    words[count++] = argv[0];
    words[count++] = L"-I";
    words[count++] = L"-B";
    words[count++] = L"-X";
    words[count++] = L"utf8";
    words[count++] = script;
    for (int i = 1; i < argc; i++)
        words[count++] = argv[i];
    return run(count, words);
}

#ifdef CONSOLE
int wmain(int argc, wchar_t **argv) { return start(argc, argv); }
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, LPWSTR line, int show)
{
    int argc = 0;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    (void)self, (void)before, (void)line, (void)show;
    return argv ? start(argc, argv) : incomplete();
}
#endif
