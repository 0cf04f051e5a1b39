// A component under the explorer's control, without a line of it changed: its assembly is read, the stand-ins
// take the place of Interlocked, Volatile, `lock` and volatile fields, its plain accesses are woven, and the
// result is loaded beside the original. The types of the copy are others than the original's. So whoever drives
// the component is loaded a second time as well, and a check runs there: `copy.Run(static () => ...)`.
using System.Reflection;
using System.Runtime.Loader;
using Checking.Schedules.Weaving;

namespace Checking.Schedules;

/// <summary>A second copy of a component and of its checks, in which the component synchronises by the stand-ins of this kit.</summary>
public sealed class ControlledCopy
{
    private readonly Type _component;
    private readonly Assembly _original;
    private readonly Lazy<Loaded> _copy;

    private ControlledCopy(Type component, Assembly checks)
    {
        (_component, _original) = (component, checks);
        _copy = new(Load); // at its first use, since the copy of a test class with a copy in it must not copy again
    }

    /// <summary>Which plain accesses of the component are seen.</summary>
    /// <exception cref="InvalidOperationException">As of <see cref="Run"/>.</exception>
    /// <exception cref="NotSupportedException">As of <see cref="Run"/>.</exception>
    public WovenAssembly PlainAccesses => _copy.Value.Component;

    /// <summary>How many places of the component at which it synchronises are scheduling points.</summary>
    /// <exception cref="InvalidOperationException">As of <see cref="Run"/>.</exception>
    /// <exception cref="NotSupportedException">As of <see cref="Run"/>.</exception>
    public int Synchronisation => _copy.Value.Synchronisation;

    /// <summary>A copy, which is made when it is first needed.</summary>
    /// <param name="component">A type of the assembly that is to be controlled. Its debug information gives the places; without it they have no names.</param>
    /// <param name="checks">A type of the assembly that has the checks. It is copied as it is: what it synchronises by itself is no scheduling point.</param>
    /// <returns>The copy.</returns>
    public static ControlledCopy Of(Type component, Type checks)
    {
        ArgumentNullException.ThrowIfNull(component);
        ArgumentNullException.ThrowIfNull(checks);
        return new(component, checks.Assembly);
    }

    /// <summary>Runs a check in the copy.</summary>
    /// <typeparam name="T">What it gives: a type that the copy shares with the original, as those of this kit are, if they are not generic in a type of the component or its checks.</typeparam>
    /// <param name="check">A static method of the assembly of the checks, or a lambda that captures nothing.</param>
    /// <returns>What it gives.</returns>
    /// <exception cref="ArgumentException">The check stands in another assembly, or captures something: that would be of the original.</exception>
    /// <exception cref="InvalidOperationException">Component and checks are one assembly, or have no file.</exception>
    /// <exception cref="NotSupportedException">The component synchronises by something that has no stand-in; the message lists it.</exception>
    public T Run<T>(Func<T> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        Type holder = check.Method.DeclaringType!;
        if (check.Method.Module.Assembly != _original || check.Method.IsGenericMethod || holder.IsGenericType
            || (!check.Method.IsStatic && holder.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0))
        {
            throw new ArgumentException(
                $"{holder.Name}.{check.Method.Name} cannot be run in the copy: it has to be a static method of {_original.GetName().Name}, or a lambda that captures nothing.", nameof(check));
        }

        MethodBase method = _copy.Value.Checks.ManifestModule.ResolveMethod(check.Method.MetadataToken)!;
        object? target = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!, nonPublic: true);
        object? result;
        try
        {
            result = method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        finally
        {
            (target as IDisposable)?.Dispose();
        }

        return result is T given ? given
            : result is null && default(T) is null ? default!
            : throw new ArgumentException($"{typeof(T).Name} is another type in the copy: a check gives there what both share, such as a {nameof(CheckReport)} or a string.", nameof(check));
    }

    private Loaded Load()
    {
        string file = _component.Assembly.Location;
        if (_component.Assembly == _original || file.Length == 0 || _original.Location.Length == 0)
        {
            throw new InvalidOperationException(
                $"The component and its checks have to be two assemblies, each of a file; {_component.Name} is of '{file}', the checks are of '{_original.Location}'.");
        }

        (WovenAssembly woven, int synchronisation, IReadOnlyCollection<string> uncontrolled) = AccessWeaver.WeaveFile(file);
        if (uncontrolled.Count > 0)
        {
            throw new NotSupportedException($"{Path.GetFileName(file)} synchronises by what the explorer does not control: {string.Join(", ", uncontrolled)}.");
        }

        CopyContext context = new(_component.Assembly.GetName().Name!, woven.Image, _original);
        return new(context.LoadFromAssemblyName(_original.GetName()), woven, synchronisation);
    }

    /// <summary>What was loaded.</summary>
    private sealed record Loaded(Assembly Checks, WovenAssembly Component, int Synchronisation);

    /// <summary>Loads the woven component and the checks; everything else is what the original uses.</summary>
    private sealed class CopyContext(string component, ReadOnlyMemory<byte> image, Assembly checks) : AssemblyLoadContext($"{component} under control")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            string.Equals(assemblyName.Name, component, StringComparison.Ordinal) ? LoadFromStream(new MemoryStream(image.ToArray()))
            : string.Equals(assemblyName.Name, checks.GetName().Name, StringComparison.Ordinal) ? LoadFromAssemblyPath(checks.Location)
            : GetLoadContext(checks)!.LoadFromAssemblyName(assemblyName);
    }
}
