// The same by FilePond: type, size, and the sides of the picture.

import { create, registerPlugin } from "filepond";
import validateSize from "filepond-plugin-file-validate-size";
import validateType from "filepond-plugin-file-validate-type";
import validateSides from "filepond-plugin-image-validate-size";
import { finish, photo } from "./first.js";

registerPlugin(validateType, validateSize, validateSides);
const pond = create(document.querySelector("input"), {
  acceptedFileTypes: ["image/jpeg", "image/png"],
  maxFileSize: "5MB",
  imageValidateSizeMinWidth: 720,
  imageValidateSizeMinHeight: 480,
});
finish(pond.addFile(await photo()));
