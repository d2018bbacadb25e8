using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

/// <summary>A use of a type by another, both by their full names and inside one assembly.</summary>
internal readonly record struct TypeReference(string From, string To);

/// <summary>
/// Reads which types of an assembly use which others of it, from the compiled code: base types, members' signatures, attributes, local variables and the
/// instructions of method bodies. Nested and compiler-made types count as the type that they stand in.
/// </summary>
internal sealed class TypeReferenceReader
{
    private static readonly OpCode[] OneByte = new OpCode[256];
    private static readonly OpCode[] TwoByte = new OpCode[256];

    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly TokenCollector _signatures;
    private readonly HashSet<TypeReference> _found = [];
    private HashSet<TypeDefinitionHandle> _uses = [];

    static TypeReferenceReader()
    {
        foreach (var field in typeof(OpCodes).GetFields())
        {
            var code = (OpCode)field.GetValue(null)!;
            (code.Size == 1 ? OneByte : TwoByte)[code.Value & 0xFF] = code;
        }
    }

    private TypeReferenceReader(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        _signatures = new TokenCollector(handle => _uses.Add(handle));
    }

    /// <summary>The uses in an assembly, each once.</summary>
    public static IReadOnlyCollection<TypeReference> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = new TypeReferenceReader(file);
        foreach (var handle in reader._metadata.TypeDefinitions)
            reader.Read(handle);
        return reader._found;
    }

    private void Read(TypeDefinitionHandle handle)
    {
        _uses = [];
        var type = _metadata.GetTypeDefinition(handle);
        Add(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
            Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        Add(type.GetGenericParameters());
        Add(type.GetCustomAttributes());
        foreach (var field in type.GetFields())
        {
            _metadata.GetFieldDefinition(field).DecodeSignature(_signatures, null);
            Add(_metadata.GetFieldDefinition(field).GetCustomAttributes());
        }

        foreach (var method in type.GetMethods())
            Read(_metadata.GetMethodDefinition(method));
        var from = Name(handle);
        foreach (var to in _uses.Select(Name).Where(to => to != from))
            _found.Add(new TypeReference(from, to));
    }

    private void Read(MethodDefinition method)
    {
        method.DecodeSignature(_signatures, null);
        Add(method.GetGenericParameters());
        Add(method.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null);
        foreach (var region in body.ExceptionRegions)
            Add(region.CatchType);
        var instructions = body.GetILReader();
        while (instructions.RemainingBytes > 0)
            ReadInstruction(ref instructions);
    }

    private void ReadInstruction(ref BlobReader reader)
    {
        var first = reader.ReadByte();
        var code = first == 0xFE ? TwoByte[reader.ReadByte()] : OneByte[first];
        switch (code.OperandType)
        {
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                Add(MetadataTokens.EntityHandle(reader.ReadInt32()));
                break;
            case OperandType.InlineSwitch:
                var cases = reader.ReadInt32();
                reader.Offset += 4 * cases;
                break;
            case OperandType.InlineI8 or OperandType.InlineR:
                reader.Offset += 8;
                break;
            case OperandType.InlineNone:
                break;
            case OperandType.InlineVar:
                reader.Offset += 2;
                break;
            case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                reader.Offset += 1;
                break;
            default:
                reader.Offset += 4;
                break;
        }
    }

    private void Add(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (var constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
                Add(_metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void Add(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            Add(_metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _uses.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            case HandleKind.MethodDefinition:
                _uses.Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                _uses.Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                var instance = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                instance.DecodeSignature(_signatures, null);
                Add(instance.Method);
                break;
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                Add(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                    member.DecodeMethodSignature(_signatures, null);
                else
                    member.DecodeFieldSignature(_signatures, null);
                break;
        }
    }

    /// <summary>The full name of the outermost type.</summary>
    private string Name(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (type.GetDeclaringType() is { IsNil: false } outer)
            type = _metadata.GetTypeDefinition(outer);
        return $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";
    }

    /// <summary>Tells of every type definition in a signature.</summary>
    private sealed class TokenCollector(Action<TypeDefinitionHandle> found) : ISignatureTypeProvider<bool, object?>
    {
        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            found(handle);
            return true;
        }

        public bool GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => true;

        public bool GetArrayType(bool elementType, ArrayShape shape) => true;

        public bool GetByReferenceType(bool elementType) => true;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

        public bool GetGenericMethodParameter(object? context, int index) => true;

        public bool GetGenericTypeParameter(object? context, int index) => true;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

        public bool GetPinnedType(bool elementType) => true;

        public bool GetPointerType(bool elementType) => true;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

        public bool GetSZArrayType(bool elementType) => true;
    }
}
