// The table of names in Implementation/README.md holds every function of clone.c, every operation of
// the model and every public member of the manager.
using System.Reflection;
using Clones;
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class NameTableTests
{
    private static readonly string[] Functions =
    [
        "snd_timestamp", "sysctl_hw_snd_timestamp_precision", "snd_clone_create", "snd_clone_busy", "snd_clone_enable", "snd_clone_disable",
        "snd_clone_getsize", "snd_clone_getmaxunit", "snd_clone_setmaxunit", "snd_clone_getdeadline", "snd_clone_setdeadline",
        "snd_clone_gettime", "snd_clone_getflags", "snd_clone_setflags", "snd_clone_getdevtime", "snd_clone_getdevflags",
        "snd_clone_setdevflags", "snd_clone_gc", "snd_clone_destroy", "snd_clone_acquire", "snd_clone_release", "snd_clone_ref",
        "snd_clone_unref", "snd_clone_register", "snd_clone_alloc",
    ];

    private static readonly (string Original, string Model, string Port)[] Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "PortReadme.md"))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(static cells => (cells[1], cells[2].Trim('`'), cells[3].Trim('`'))),
    ];

    [Fact]
    public void Every_function_of_the_original_is_in_the_table() =>
        Assert.All(Functions, static function => Assert.Contains(Rows, row => string.Equals(row.Original, $"`{function}`", StringComparison.Ordinal)));

    [Fact]
    public void Every_operation_of_the_model_is_in_the_table() =>
        Assert.All(
            typeof(Operation).GetNestedTypes(),
            static operation => Assert.Contains(Rows, row => string.Equals(row.Model, operation.Name, StringComparison.Ordinal)));

    [Fact]
    public void Every_member_of_the_port_in_the_table_exists() =>
        Assert.All(Rows, static row =>
        {
            string[] parts = row.Port.Split('.');
            Type? type = Array.Find(typeof(CloneLink).Assembly.GetExportedTypes(), type => string.Equals(Name(type), parts[0], StringComparison.Ordinal));
            Assert.NotNull(type);
            Assert.True(parts.Length == 1 || string.Equals(parts[0], parts[1], StringComparison.Ordinal) || type.GetMember(parts[1]).Length > 0, row.Port);
        });

    [Fact]
    public void Every_public_member_of_the_manager_is_in_the_table()
    {
        string[] members =
        [
            .. typeof(CloneManager<>).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(static member => member is not (ConstructorInfo or MethodInfo { IsSpecialName: true }))
                .Select(static member => member.Name)
                .Where(static name => name is not "Dispose"), // Destroy, as IDisposable calls it
        ];
        Assert.All(members, static member => Assert.Contains(Rows, row => string.Equals(row.Port, $"CloneManager.{member}", StringComparison.Ordinal)));
    }

    private static string Name(Type type) => type.Name.Split('`')[0];
}
